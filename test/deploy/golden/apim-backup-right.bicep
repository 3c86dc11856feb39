// Lets the workflow back one instance up, and nothing else.
targetScope = 'resourceGroup'

param instance string

@description('Object id of the identity of the workflow.')
param principal string
param role string

resource apim 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: instance
}

resource may 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, role)
  properties: {
    roleName: role
    description: 'Lets a workflow back up ${instance} every day.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.ApiManagement/service/read'
          'Microsoft.ApiManagement/service/backup/action'
          'Microsoft.ApiManagement/service/operationresults/read'
          'Microsoft.ApiManagement/service/namedValues/read'
          'Microsoft.ApiManagement/service/namedValues/write'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(apim.id, principal, role)
  scope: apim
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', may.name)
    principalId: principal
    principalType: 'ServicePrincipal'
  }
}
