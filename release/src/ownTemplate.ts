/** A template of somebody who takes the NetBox and Terraform actions alone, by its file. */
export const ownTemplate = {
  'examples/own/skeleton/main.tf': `module "vm" {
  source  = "{{moduleSource}}"
  name    = var.name
  address = var.address
}
`,
  'examples/own/template.yaml': `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: own-vm
  title: A machine of our own kind
spec:
  owner: group:default/guests
  type: service
  parameters:
    - title: Machine
      required: [name]
      properties:
        name: { type: string }
  steps:
    - id: address
      name: Allocate an address
      action: netbox:allocate
      input:
        prefix: 10.20.210.0/24
        gateway: 10.20.210.1
        key: \${{ parameters.name }}.dev.acme.example/eth0/ipv4
        dnsName: \${{ parameters.name }}.dev.acme.example
    - id: render
      name: Render
      action: terraform:render
      input:
        source: ./skeleton
        targetPath: vms/own/\${{ parameters.name }}
        values:
          moduleSource: git::https://git.acme.example/modules.git//vm?ref=v1.0.0
        variables:
          name: \${{ parameters.name }}
          address: \${{ steps.address.output.address }}
  output:
    address: \${{ steps.address.output.address }}
    files: \${{ steps.render.output.files }}
`,
  'app-config.own.yaml': `catalog:
  locations:
    - type: file
      target: ../../examples/org.yaml
      rules: [{ allow: [User, Group] }]
    - type: file
      target: ../../examples/own/template.yaml
      rules: [{ allow: [Template] }]
`,
};
