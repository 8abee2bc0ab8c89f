variable "size" {}

resource "terraform_data" "this" {
  input = "${terraform.workspace} ${var.size}"
}
