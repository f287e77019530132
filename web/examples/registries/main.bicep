// What the task has: an identity, and a credential for one of the registries that it needs.
resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: 'contoso'
}

resource task 'Microsoft.ContainerRegistry/registries/tasks@2019-06-01-preview' = {
  parent: registry
  name: 'shop'
  location: resourceGroup().location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    platform: {
      os: 'Linux'
    }
    step: {
      type: 'FileTask'
      taskFilePath: 'acr-task.yaml'
      contextPath: 'https://github.com/contoso/shop.git'
    }
    credentials: {
      customRegistries: {
        'platform.azurecr.io': {
          identity: '[system]'
        }
      }
    }
  }
}
