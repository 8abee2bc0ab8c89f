terraform {
  backend "http" {
    address        = "SANDBOX/_terraform/state/app"
    lock_address   = "SANDBOX/_terraform/state/app"
    unlock_address = "SANDBOX/_terraform/state/app"
  }
}

resource "terraform_data" "this" {
  input = "one"

  provisioner "local-exec" {
    command = "mkdir -p OUTSIDE && echo app >> OUTSIDE/applied"
  }
}
