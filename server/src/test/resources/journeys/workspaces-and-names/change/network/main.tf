variable "size" {
  default = "nothing"
}

resource "terraform_data" "this" {
  input = "${terraform.workspace} ${var.size}"
}
