resource "terraform_data" "extra" {
  input = "more"
}
