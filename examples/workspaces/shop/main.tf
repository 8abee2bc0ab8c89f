variable "size" {
  type = number
}

resource "terraform_data" "shop" {
  input = "${terraform.workspace}: ${var.size}"
}
