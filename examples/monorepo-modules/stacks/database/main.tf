module "it" {
  source = "../../modules/postgres"
  name   = "database"
}
