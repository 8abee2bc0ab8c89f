variable "commit" {}
variable "region" {}
variable "owner" {}

resource "terraform_data" "this" {
  input = "${var.region} ${var.owner}"
}
