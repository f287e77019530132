data "azurerm_container_registry" "home" {
  name                = "myregistry"
  resource_group_name = "ci"
}

data "azurerm_container_registry" "base" {
  name                = "mybaseregistry"
  resource_group_name = "base"
}

resource "azurerm_container_registry_task" "hello" {
  name                  = "helloworldtask"
  container_registry_id = data.azurerm_container_registry.home.id

  platform {
    os = "Linux"
  }

  identity {
    type = "SystemAssigned"
  }

  encoded_step {
    task_content = file("${path.module}/helloworldtask.yaml")
  }

  registry_credential {
    custom {
      login_server = data.azurerm_container_registry.base.login_server
      identity     = "[system]"
    }
  }
}

resource "azurerm_role_assignment" "pull" {
  scope                = data.azurerm_container_registry.base.id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_container_registry_task.hello.identity[0].principal_id
}
