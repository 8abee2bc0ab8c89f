terraform {
  backend "http" {
    address        = "http://localhost:4180/_terraform/state/web-shop/network"
    lock_address   = "http://localhost:4180/_terraform/state/web-shop/network"
    unlock_address = "http://localhost:4180/_terraform/state/web-shop/network"
  }
}

variable "cidr" {
  type    = string
  default = "10.0.0.0/16"
}

locals {
  subnets = ["a"]
}

resource "terraform_data" "vpc" {
  input = var.cidr
}

resource "terraform_data" "subnet" {
  for_each = toset(local.subnets)

  input = {
    name = "subnet-${each.key}"
    vpc  = terraform_data.vpc.input
  }
}

output "subnets" {
  value = [for subnet in terraform_data.subnet : subnet.input.name]
}
