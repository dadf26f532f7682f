#!/usr/bin/env bash
# HCL 2.25.0: a strip marker (~) takes all blank lines beside it in a quoted string, but only one
# line in a heredoc and in a template file.
#
# Source: github.com/hashicorp/hcl/v2 v2.25.0, run here; the scanner cuts heredocs and template files
# into one literal a line, and parseTemplateParts (hclsyntax/parser_template.go) trims only the
# literal beside the marker. The same in 2.23.0, which Terraform 1.11.4 uses.
# Date: 2026-11-28
# The guess: Terraform's documentation says that the marker consumes "all of the literal whitespace
# (spaces and newlines)" beside the sequence, so "x\n\n\n${~ 1}" and the same text as a heredoc or
# template file would both be "x1".
# Why it matters: user data and configuration files are written as heredocs and template files. A
# blank line left in them ends a header, or begins a new document; and who reads HCL without
# HashiCorp's parser computes another text than Terraform.
set -euo pipefail

folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module strip

go 1.23.0

require github.com/hashicorp/hcl/v2 v2.25.0
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func show(kind string, expression hclsyntax.Expression, diagnostics hcl.Diagnostics) {
	if diagnostics.HasErrors() {
		panic(diagnostics)
	}
	value, diagnostics := expression.Value(nil)
	if diagnostics.HasErrors() {
		panic(diagnostics)
	}
	fmt.Printf("%s: %s\n", kind, strconv.Quote(value.AsString()))
}

func main() {
	quoted, diagnostics := hclsyntax.ParseExpression([]byte(`"x\n\n\n${~ 1 ~}\n\n\ny"`), "", hcl.InitialPos)
	show("quoted", quoted, diagnostics)
	heredoc, diagnostics := hclsyntax.ParseExpression([]byte("<<E\nx\n\n\n${~ 1 ~}\n\n\ny\nE\n"), "", hcl.InitialPos)
	show("heredoc", heredoc, diagnostics)
	file, diagnostics := hclsyntax.ParseTemplate([]byte("x\n\n\n${~ 1 ~}\n\n\ny"), "", hcl.InitialPos)
	show("template file", file, diagnostics)
}
GO
go mod tidy >/dev/null 2>&1
go list -m github.com/hashicorp/hcl/v2
seen=$(go run .)
echo "$seen"
expected='quoted: "x1y"
heredoc: "x\n\n1\n\ny\n"
template file: "x\n\n1\n\ny"'
if [ "$seen" != "$expected" ]; then
  echo "HCL behaves differently now; it was: $expected" >&2
  exit 1
fi
