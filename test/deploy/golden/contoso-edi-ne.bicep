// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.
targetScope = 'resourceGroup'

@description('Object id of the service principal that may only look.')
param lookPrincipal string

@description('Object id of the service principal that may change what a move changes.')
param switchPrincipal string

resource target2 'Microsoft.Logic/workflows@2019-05-01' existing = {
  name: 'edi-health'
}

resource target3 'Microsoft.Logic/workflows@2019-05-01' existing = {
  name: 'edi-receive-despatch'
}

resource target4 'Microsoft.Logic/workflows@2019-05-01' existing = {
  name: 'edi-receive-invoices'
}

resource target5 'Microsoft.Logic/workflows@2019-05-01' existing = {
  name: 'edi-receive-orders'
}

resource role1 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-edi-ne')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-edi-ne'
    description: 'Lets farwatch look at contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Logic/workflows/read'
          'Microsoft.Logic/workflows/triggers/read'
          'Microsoft.Resources/subscriptions/resourceGroups/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role1Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, lookPrincipal, 'farwatch/contoso/look/read/contoso-edi-ne')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role1.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role2 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne')
  properties: {
    roleName: 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne'
    description: 'Lets farwatch carry out logic-app-state on contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Logic/workflows/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role2Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, switchPrincipal, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role2.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role3 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/runs-drained/contoso-edi-ne')
  properties: {
    roleName: 'farwatch/contoso/switch/runs-drained/contoso-edi-ne'
    description: 'Lets farwatch carry out runs-drained on contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Logic/workflows/read'
          'Microsoft.Logic/workflows/runs/read'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role3Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, switchPrincipal, 'farwatch/contoso/switch/runs-drained/contoso-edi-ne')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role3.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role4 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-health')
  properties: {
    roleName: 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-health'
    description: 'Lets farwatch carry out logic-app-state on edi-health in contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Logic/workflows/disable/action'
          'Microsoft.Logic/workflows/enable/action'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role4Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target2.id, switchPrincipal, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-health')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role4.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role5 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-despatch')
  properties: {
    roleName: 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-despatch'
    description: 'Lets farwatch carry out logic-app-state on edi-receive-despatch in contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Logic/workflows/disable/action'
          'Microsoft.Logic/workflows/enable/action'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role5Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target3.id, switchPrincipal, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-despatch')
  scope: target3
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role5.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role6 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-invoices')
  properties: {
    roleName: 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-invoices'
    description: 'Lets farwatch carry out logic-app-state on edi-receive-invoices in contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Logic/workflows/disable/action'
          'Microsoft.Logic/workflows/enable/action'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role6Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target4.id, switchPrincipal, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-invoices')
  scope: target4
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role6.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role7 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-orders')
  properties: {
    roleName: 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-orders'
    description: 'Lets farwatch carry out logic-app-state on edi-receive-orders in contoso-edi-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Logic/workflows/disable/action'
          'Microsoft.Logic/workflows/enable/action'
        ]
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

resource role7Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target5.id, switchPrincipal, 'farwatch/contoso/switch/logic-app-state/contoso-edi-ne/edi-receive-orders')
  scope: target5
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role7.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}
