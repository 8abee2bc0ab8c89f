terraform {
  backend "http" {
    address        = "http://localhost:4180/_terraform/state/web-shop/app"
    lock_address   = "http://localhost:4180/_terraform/state/web-shop/app"
    unlock_address = "http://localhost:4180/_terraform/state/web-shop/app"
  }
}

variable "replicas" {
  type    = number
  default = 1
}

resource "terraform_data" "service" {
  count = var.replicas

  input = "shop-${count.index}"
}

output "replicas" {
  value = var.replicas
}
