// A Request trigger and a Response: it answers that workflows of its region run.
targetScope = 'resourceGroup'

param name string
param location string

@description('A side that rests begins at rest, where this workflow moves with the others.')
@allowed(['Enabled', 'Disabled'])
param state string

@description('The estate; what setup made is found again by this tag.')
param madeFor string

resource health 'Microsoft.Logic/workflows@2019-05-01' = {
  name: name
  location: location
  tags: {
    'farwatch-made-for': madeFor
  }
  properties: {
    state: state
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      triggers: {
        manual: {
          type: 'Request'
          kind: 'Http'
          inputs: {
            schema: {}
          }
        }
      }
      actions: {
        Response: {
          type: 'Response'
          kind: 'Http'
          inputs: {
            statusCode: 200
          }
          runAfter: {}
        }
      }
    }
  }
}
