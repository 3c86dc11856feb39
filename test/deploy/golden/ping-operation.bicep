// One operation that answers by itself, and a subscription whose key may call it and nothing else.
targetScope = 'resourceGroup'

param gateway string
param name string
param apiPath string
param operationPath string
param keyHeader string

@description('By this an answer says which side gave it: the proof that a move has landed.')
param answerHeader string
param answerValue string

@description('The same on both sides, as the public name leads to either.')
@secure()
param key string

resource apim 'Microsoft.ApiManagement/service@2022-08-01' existing = {
  name: gateway
}

resource api 'Microsoft.ApiManagement/service/apis@2022-08-01' = {
  parent: apim
  name: name
  properties: {
    displayName: name
    path: apiPath
    protocols: ['https']
    subscriptionRequired: true
    subscriptionKeyParameterNames: {
      header: keyHeader
      query: 'subscription-key'
    }
  }
}

resource ping 'Microsoft.ApiManagement/service/apis/operations@2022-08-01' = {
  parent: api
  name: 'ping'
  properties: {
    displayName: 'ping'
    method: 'GET'
    urlTemplate: operationPath
  }
}

resource answer 'Microsoft.ApiManagement/service/apis/operations/policies@2022-08-01' = {
  parent: ping
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: '<policies><inbound><base /><return-response><set-status code="200" reason="OK" /><set-header name="${answerHeader}" exists-action="override"><value>${answerValue}</value></set-header></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>'
  }
}

resource subscription 'Microsoft.ApiManagement/service/subscriptions@2022-08-01' = {
  parent: apim
  name: name
  properties: {
    displayName: name
    scope: api.id
    state: 'active'
    allowTracing: false
    primaryKey: key
  }
}
