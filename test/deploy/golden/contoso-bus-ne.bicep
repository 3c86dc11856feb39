// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.
targetScope = 'resourceGroup'

@description('Object id of the service principal that may only look.')
param lookPrincipal string

@description('Object id of the service principal that may change what a move changes.')
param switchPrincipal string

resource target2 'Microsoft.ServiceBus/namespaces@2021-11-01' existing = {
  name: 'contoso-orders-ne'
}

resource target3 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs@2021-11-01' existing = {
  name: 'contoso-orders-ne/contoso-orders'
}

resource role1 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-bus-ne')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-bus-ne'
    description: 'Lets farwatch look at contoso-bus-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
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
  name: guid(resourceGroup().id, lookPrincipal, 'farwatch/contoso/look/read/contoso-bus-ne')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role1.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role2 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne'
    description: 'Lets farwatch look at contoso-orders-ne in contoso-bus-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.ServiceBus/namespaces/queues/read'
          'Microsoft.ServiceBus/namespaces/topics/read'
          'Microsoft.ServiceBus/namespaces/topics/subscriptions/read'
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
  name: guid(target2.id, lookPrincipal, 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role2.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role3 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne/contoso-orders')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne/contoso-orders'
    description: 'Lets farwatch look at contoso-orders-ne/contoso-orders in contoso-bus-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read'
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
  name: guid(target3.id, lookPrincipal, 'farwatch/contoso/look/read/contoso-bus-ne/contoso-orders-ne/contoso-orders')
  scope: target3
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role3.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role4 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/service-bus-pair/contoso-bus-ne/contoso-orders-ne')
  properties: {
    roleName: 'farwatch/contoso/switch/service-bus-pair/contoso-bus-ne/contoso-orders-ne'
    description: 'Lets farwatch carry out service-bus-pair on contoso-orders-ne in contoso-bus-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read'
          'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/write'
          'Microsoft.ServiceBus/namespaces/queues/read'
          'Microsoft.ServiceBus/namespaces/topics/read'
          'Microsoft.ServiceBus/namespaces/topics/subscriptions/read'
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
  name: guid(target2.id, switchPrincipal, 'farwatch/contoso/switch/service-bus-pair/contoso-bus-ne/contoso-orders-ne')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role4.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role5 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/service-bus-alias/contoso-bus-ne/contoso-orders-ne/contoso-orders')
  properties: {
    roleName: 'farwatch/contoso/switch/service-bus-alias/contoso-bus-ne/contoso-orders-ne/contoso-orders'
    description: 'Lets farwatch carry out service-bus-alias on contoso-orders-ne/contoso-orders in contoso-bus-ne.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/failover/action'
          'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read'
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
  name: guid(target3.id, switchPrincipal, 'farwatch/contoso/switch/service-bus-alias/contoso-bus-ne/contoso-orders-ne/contoso-orders')
  scope: target3
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role5.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}
