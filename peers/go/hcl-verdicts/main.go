// Says of each HCL text what HashiCorp's own parser makes of it. Reads lines of JSON, each a string
// that is the text, and prints one line of JSON for each.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

type verdict struct {
	Accepted bool `json:"accepted"`
	// Why it is refused.
	Reason string `json:"reason,omitempty"`
	// Of the attributes, those of a body before those of its blocks, in the order of the text.
	Values []value `json:"values"`
}

// The value that an attribute has without variables and functions, as a .tfvars file is read.
type value struct {
	Value json.RawMessage `json:"value,omitempty"`
	// Why there is none.
	Refused string `json:"refused,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			fail(err)
		}
		if err := answers.Encode(judge(text)); err != nil {
			fail(err)
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func judge(text string) (result verdict) {
	result.Values = []value{}
	file, diagnostics := hclsyntax.ParseConfig([]byte(text), "", hcl.InitialPos)
	if diagnostics.HasErrors() {
		result.Reason = diagnostics.Error()
		return result
	}
	result.Accepted = true
	result.Values = appendValues(result.Values, file.Body.(*hclsyntax.Body))
	return result
}

func appendValues(values []value, body *hclsyntax.Body) []value {
	attributes := make([]*hclsyntax.Attribute, 0, len(body.Attributes))
	for _, attribute := range body.Attributes {
		attributes = append(attributes, attribute)
	}
	sort.Slice(attributes, func(i, j int) bool {
		return attributes[i].SrcRange.Start.Byte < attributes[j].SrcRange.Start.Byte
	})
	for _, attribute := range attributes {
		values = append(values, evaluate(attribute.Expr))
	}
	for _, block := range body.Blocks {
		values = appendValues(values, block.Body)
	}
	return values
}

func evaluate(expression hclsyntax.Expression) (result value) {
	defer func() {
		// HCL 2.23 dies of some nested splats.
		if reason := recover(); reason != nil {
			result = value{Refused: fmt.Sprint(reason)}
		}
	}()
	evaluated, diagnostics := expression.Value(nil)
	if diagnostics.HasErrors() {
		return value{Refused: diagnostics.Error()}
	}
	if !evaluated.IsWhollyKnown() {
		return value{Refused: "unknown"}
	}
	text, err := ctyjson.Marshal(evaluated, cty.DynamicPseudoType)
	if err != nil {
		return value{Refused: err.Error()}
	}
	return value{Value: text}
}
