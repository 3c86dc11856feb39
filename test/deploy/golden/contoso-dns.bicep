// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.
targetScope = 'resourceGroup'

@description('Object id of the service principal that may only look.')
param lookPrincipal string

@description('Object id of the service principal that may change what a move changes.')
param switchPrincipal string

resource target2 'Microsoft.Network/dnsZones/CNAME@2018-05-01' existing = {
  name: 'contoso.com/orders'
}

resource role1 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-dns')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-dns'
    description: 'Lets farwatch look at contoso-dns.'
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
  name: guid(resourceGroup().id, lookPrincipal, 'farwatch/contoso/look/read/contoso-dns')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role1.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role2 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/look/read/contoso-dns/contoso.com/orders')
  properties: {
    roleName: 'farwatch/contoso/look/read/contoso-dns/contoso.com/orders'
    description: 'Lets farwatch look at contoso.com/orders in contoso-dns.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Network/dnsZones/CNAME/read'
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
  name: guid(target2.id, lookPrincipal, 'farwatch/contoso/look/read/contoso-dns/contoso.com/orders')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role2.name)
    principalId: lookPrincipal
    principalType: 'ServicePrincipal'
  }
}

resource role3 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, 'farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders')
  properties: {
    roleName: 'farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders'
    description: 'Lets farwatch carry out dns-record on contoso.com/orders in contoso-dns.'
    type: 'CustomRole'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/permissions/read'
          'Microsoft.Network/dnsZones/CNAME/read'
          'Microsoft.Network/dnsZones/CNAME/write'
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
  name: guid(target2.id, switchPrincipal, 'farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders')
  scope: target2
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role3.name)
    principalId: switchPrincipal
    principalType: 'ServicePrincipal'
  }
}
