resource "terraform_data" "legacy" {}
