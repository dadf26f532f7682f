#!/usr/bin/env bash
# react-jsonschema-form 5.24.13 with React 18: where a field changes its value in an effect, and somebody
# types into another field before that is rendered, the form tells its page of the typed text first and of
# the older change last, with all values as they were before the typing. A page that keeps what it is told
# loses the text, though both changes were made to the form in the right order.
#
# Source: @rjsf/core 5.24.13, run here in jsdom: Form.onChange calls the page's onChange when React has
# rendered its state, with the values of that call. React renders what an effect changes after what an
# event changes, also where the effect was first.
# Date: 2026-12-01
# The guess: onChange is called in the order of the changes, so the last call has all of them.
# Why it matters: Backstage's scaffolder keeps what it is told ({...current, ...formData}). Field
# extensions that choose the only choice, fill in a default or take back what no longer fits do so in an
# effect, and on a busy computer people lose what they type in any other field meanwhile.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund \
  react@18.3.1 react-dom@18.3.1 jsdom@26.1.0 \
  @rjsf/core@5.24.13 @rjsf/utils@5.24.13 @rjsf/validator-ajv8@5.24.13

cat >form.js <<'JS'
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('<div id="page"></div>', { url: 'http://localhost' });
for (const name of ['window', 'document', 'navigator', 'HTMLElement', 'HTMLInputElement', 'Event', 'Node']) {
  // Later versions of Node have a navigator that cannot be assigned to.
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
const React = require('react');
const { createRoot } = require('react-dom/client');
const { flushSync } = require('react-dom');
const Form = require('@rjsf/core').default;
const validator = require('@rjsf/validator-ajv8').default;

const told = [];
let kept;

function OnlyChoice({ formData, onChange }) {
  React.useEffect(() => {
    if (formData === undefined) {
      onChange('the only one');
    }
  });
  return null;
}

function Page() {
  const [values, setValues] = React.useState({ name: 'web' });
  kept = values;
  return React.createElement(Form, {
    schema: {
      type: 'object',
      properties: { name: { type: 'string' }, network: { type: 'string' } },
    },
    uiSchema: { network: { 'ui:field': 'OnlyChoice' } },
    fields: { OnlyChoice },
    validator,
    formData: values,
    onChange({ formData }) {
      told.push(formData);
      setValues(current => ({ ...current, ...formData }));
    },
  });
}

async function main() {
  const root = createRoot(document.getElementById('page'));
  flushSync(() => root.render(React.createElement(Page)));
  const input = document.getElementById('root_name');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, 'web01');
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise(resolve => setTimeout(resolve, 200));

  console.log(`@rjsf/core ${require('@rjsf/core/package.json').version}, react ${React.version}`);
  told.forEach((values, index) => console.log(`onChange ${index + 1}: ${JSON.stringify(values)}`));
  console.log(`what the page has: ${JSON.stringify(kept)}`);
  console.log(`what the input shows: ${JSON.stringify(input.value)}`);
  process.exit(0);
}

main();
JS
output=$(node form.js)
echo "$output"
diff <(grep 'what' <<<"$output") <(
  cat <<'EXPECTED'
what the page has: {"name":"web","network":"the only one"}
what the input shows: "web"
EXPECTED
)
