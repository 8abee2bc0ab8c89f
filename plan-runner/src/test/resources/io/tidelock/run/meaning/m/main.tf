variable "value" {}

resource "terraform_data" "inner" {
  input = "inner ${var.value}"
}

output "value" {
  value = terraform_data.inner.output
}
