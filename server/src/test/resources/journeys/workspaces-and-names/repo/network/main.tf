variable "size" {
  default = "none"
}

resource "terraform_data" "this" {
  input = "${terraform.workspace} ${var.size}"
}
