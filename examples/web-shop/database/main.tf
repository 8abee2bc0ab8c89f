terraform {
  backend "http" {
    address        = "http://localhost:4180/_terraform/state/web-shop/database"
    lock_address   = "http://localhost:4180/_terraform/state/web-shop/database"
    unlock_address = "http://localhost:4180/_terraform/state/web-shop/database"
  }
}

resource "terraform_data" "orders" {
  input = {
    engine  = "postgres"
    version = 17
    size    = "small"
  }
}
