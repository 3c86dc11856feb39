// Written by `farwatch azure setup` from the watch file. Do not edit: write it anew.
targetScope = 'subscription'

@description('Object id of the service principal that may only look.')
param lookPrincipal string

@description('Object id of the service principal that may change what a move changes.')
param switchPrincipal string

module in_contoso_bus_ne 'contoso-bus-ne.bicep' = {
  name: 'farwatch-contoso-bus-ne'
  scope: resourceGroup('9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40', 'contoso-bus-ne')
  params: {
    lookPrincipal: lookPrincipal
    switchPrincipal: switchPrincipal
  }
}

module in_contoso_bus_we 'contoso-bus-we.bicep' = {
  name: 'farwatch-contoso-bus-we'
  scope: resourceGroup('9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40', 'contoso-bus-we')
  params: {
    lookPrincipal: lookPrincipal
    switchPrincipal: switchPrincipal
  }
}

module in_contoso_dns 'contoso-dns.bicep' = {
  name: 'farwatch-contoso-dns'
  scope: resourceGroup('9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40', 'contoso-dns')
  params: {
    lookPrincipal: lookPrincipal
    switchPrincipal: switchPrincipal
  }
}

module in_contoso_edi_ne 'contoso-edi-ne.bicep' = {
  name: 'farwatch-contoso-edi-ne'
  scope: resourceGroup('9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40', 'contoso-edi-ne')
  params: {
    lookPrincipal: lookPrincipal
    switchPrincipal: switchPrincipal
  }
}

module in_contoso_edi_we 'contoso-edi-we.bicep' = {
  name: 'farwatch-contoso-edi-we'
  scope: resourceGroup('9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40', 'contoso-edi-we')
  params: {
    lookPrincipal: lookPrincipal
    switchPrincipal: switchPrincipal
  }
}
