resource "terraform_data" "third" {
  input = "last"
}
