variable "pw" {
  type      = string
  sensitive = true
  default   = "hunter22-in-clear"
}

variable "region" {
  default = "eu-west-1"
}

locals {
  greeting = "hello from ${var.region}"
  unused   = "nobody asks for it"
}

resource "terraform_data" "kept" {
  input = "kept"
}

resource "terraform_data" "updated" {
  input = { a = "b", list = [1, 2, 2.50], pw = var.pw }
}

resource "terraform_data" "replaced" {
  triggers_replace = 2

  provisioner "local-exec" {
    command = "echo ${local.greeting}"
  }
}

resource "terraform_data" "new" {}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}

resource "terraform_data" "created" {
  for_each = toset(["one", "two"])
  input    = "${each.key}-${terraform_data.replaced.id}"
}

resource "terraform_data" "imported" {}

import {
  to = terraform_data.imported
  id = "some"
}

module "m" {
  source = "./m"
  value  = "v-${terraform_data.replaced.id}"
}

data "terraform_remote_state" "later" {
  backend = "local"
  config  = { path = "/nowhere/${terraform_data.replaced.id}" }
}

output "o" {
  value = "b"
}

output "same" {
  value = "a"
}

output "later" {
  value = module.m.value
}

output "secret" {
  value     = "secret: ${var.pw}"
  sensitive = true
}
