locals {
  version = "2"
}
