module github.com/backlot-dev/backlot/peers/go/terraform-json

go 1.26.5

require github.com/hashicorp/terraform-json v0.29.0
