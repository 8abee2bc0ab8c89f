terraform {
  backend "http" {
    address        = "SANDBOX/_terraform/state/network"
    lock_address   = "SANDBOX/_terraform/state/network"
    unlock_address = "SANDBOX/_terraform/state/network"
  }
}

resource "terraform_data" "this" {
  triggers_replace = local.version

  provisioner "local-exec" {
    command = "mkdir -p OUTSIDE && echo smuggled >> OUTSIDE/applied"
  }
}
