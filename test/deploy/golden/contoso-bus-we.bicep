// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.
targetScope = 'resourceGroup'

@description('Object id of the service principal that may only look.')
param lookPrincipal string

@description('Object id of the service principal that may change what a move changes.')
param switchPrincipal string

resource target1 'Microsoft.ServiceBus/namespaces@2021-11-01' existing = {
  name: 'contoso-orders-we'
}

resource target2 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs@2021-11-01' existing = {
  name: 'contoso-orders-we/contoso-orders'
}

resource role1 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we'
    description: 'Lets farwatch look at contoso-orders-we in contoso-bus-we.'
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

resource role1Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target1.id, lookPrincipal, 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we')
  scope: target1
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role1.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role2 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we/contoso-orders')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we/contoso-orders'
    description: 'Lets farwatch look at contoso-orders-we/contoso-orders in contoso-bus-we.'
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

resource role2Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target2.id, lookPrincipal, 'farwatch/contoso/look/read/contoso-bus-we/contoso-orders-we/contoso-orders')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role2.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role3 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/service-bus-pair/contoso-bus-we/contoso-orders-we')
  properties: {
    roleName: 'farwatch/contoso/switch/service-bus-pair/contoso-bus-we/contoso-orders-we'
    description: 'Lets farwatch carry out service-bus-pair on contoso-orders-we in contoso-bus-we.'
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

resource role3Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target1.id, switchPrincipal, 'farwatch/contoso/switch/service-bus-pair/contoso-bus-we/contoso-orders-we')
  scope: target1
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role3.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role4 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/service-bus-alias/contoso-bus-we/contoso-orders-we/contoso-orders')
  properties: {
    roleName: 'farwatch/contoso/switch/service-bus-alias/contoso-bus-we/contoso-orders-we/contoso-orders'
    description: 'Lets farwatch carry out service-bus-alias on contoso-orders-we/contoso-orders in contoso-bus-we.'
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

resource role4Given 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(target2.id, switchPrincipal, 'farwatch/contoso/switch/service-bus-alias/contoso-bus-we/contoso-orders-we/contoso-orders')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role4.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}
