// Every day: names the next backup of an instance, has the instance say that name, and makes it.
targetScope = 'resourceGroup'

param name string
param location string

@description('The estate; what setup made is found again by this tag.')
param madeFor string

@description('The ARM id of the instance.')
param service string
param namedValue string
param apiVersion string

@description('The name of the storage account.')
param storage string
param container string

@description('By which of its identities the instance reaches the container: system, or a client id.')
param identity string

@description('In UTC.')
param hour int
param minute int

var instance = last(split(service, '/'))
var at = '${environment().resourceManager}${substring(service, 1)}'
var own = {
  type: 'ManagedServiceIdentity'
  audience: environment().resourceManager
}
var access = identity == 'system'
  ? {
      accessType: 'SystemAssignedManagedIdentity'
    }
  : {
      accessType: 'UserAssignedManagedIdentity'
      clientId: identity
    }

resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
  name: name
  location: location
  tags: {
    'farwatch-made-for': madeFor
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    state: 'Enabled'
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      triggers: {
        Every_day: {
          type: 'Recurrence'
          recurrence: {
            frequency: 'Day'
            interval: 1
            timeZone: 'UTC'
            schedule: {
              hours: [hour]
              minutes: [minute]
            }
          }
        }
      }
      actions: {
        Name: {
          type: 'Compose'
          inputs: '${instance}-@{formatDateTime(utcNow(), \'yyyyMMdd\')}'
          runAfter: {}
        }
        Say: {
          type: 'Http'
          inputs: {
            method: 'PUT'
            uri: '${at}/namedValues/${namedValue}?api-version=${apiVersion}'
            body: {
              properties: {
                displayName: namedValue
                value: '@{outputs(\'Name\')}'
                secret: false
                tags: ['farwatch']
              }
            }
            authentication: own
          }
          runAfter: {
            Name: ['Succeeded']
          }
        }
        Back_up: {
          type: 'Http'
          inputs: {
            method: 'POST'
            uri: '${at}/backup?api-version=${apiVersion}'
            body: union(access, {
              storageAccount: storage
              containerName: container
              backupName: '@{outputs(\'Name\')}'
            })
            authentication: own
          }
          runAfter: {
            Say: ['Succeeded']
          }
        }
      }
    }
  }
}

output principal string = workflow.identity.principalId
