terraform {
  backend "http" {
    address        = "SANDBOX/_terraform/state/prod-network"
    lock_address   = "SANDBOX/_terraform/state/prod-network"
    unlock_address = "SANDBOX/_terraform/state/prod-network"
  }
}

resource "terraform_data" "this" {
  input = "two"
}
