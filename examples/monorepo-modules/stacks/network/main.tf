module "it" {
  source = "../../modules/vpc"
  name   = "network"
}
