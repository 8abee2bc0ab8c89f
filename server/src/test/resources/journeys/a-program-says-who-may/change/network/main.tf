terraform {
  backend "http" {
    address        = "SANDBOX/_terraform/state/network"
    lock_address   = "SANDBOX/_terraform/state/network"
    unlock_address = "SANDBOX/_terraform/state/network"
  }
}

resource "terraform_data" "this" {
  input = "two"

  provisioner "local-exec" {
    command = "mkdir -p OUTSIDE && echo network >> OUTSIDE/applied"
  }
}
