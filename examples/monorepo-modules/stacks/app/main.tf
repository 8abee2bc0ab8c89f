module "it" {
  source = "../../modules/vpc"
  name   = "app"
}
