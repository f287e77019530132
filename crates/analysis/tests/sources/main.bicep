param baseName string = 'mybaseregistry'

resource home 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: 'myregistry'
}

resource base 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: baseName
}

resource task 'Microsoft.ContainerRegistry/registries/tasks@2025-03-01-preview' = {
  parent: home
  name: 'helloworldtask'
  location: resourceGroup().location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    platform: { os: 'Linux' }
    step: {
      type: 'EncodedTask'
      encodedTaskContent: loadFileAsBase64('helloworldtask.yaml')
    }
    credentials: {
      customRegistries: {
        '${baseName}.azurecr.io': {
          identity: '[system]'
        }
      }
    }
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: base
  name: guid(base.id, task.id)
  properties: {
    principalId: task.identity.principalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}
