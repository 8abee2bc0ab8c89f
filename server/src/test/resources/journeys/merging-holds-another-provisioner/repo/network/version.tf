locals {
  version = "1"
}
