/** The style sheet of all pages. @internal */
export const styles = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e6e9ee);
  --quiet: light-dark(#57606a, #a2abb6);
  --line: light-dark(#d5dae0, #3a424d);
  --ground: light-dark(#fff, #15191f);
  --panel: light-dark(#f5f7f9, #1d232b);
  --link: light-dark(#0a5bc4, #7ab7ff);
  --added: light-dark(#dff5e3, #143621);
  --removed: light-dark(#fde5e5, #461c20);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 16px/1.5 system-ui, sans-serif;
}
header, main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem; }
header { display: flex; gap: 1.5rem; flex-wrap: wrap; border-bottom: 1px solid var(--line); }
header strong { margin-right: auto; }
a { color: var(--link); }
nav a + a { margin-left: 1rem; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .4rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 600; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.quiet { color: var(--quiet); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.state { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; color: #fff; font-weight: 600; }
.state.open, .state.success { background: #1a7f37; }
.state.merged { background: #7a3fc4; }
.state.closed, .state.failure, .state.error { background: #c0222b; }
.state.pending, .state.warning, .state.skipped { background: #7a5b00; }
.diff span { display: block; min-height: 1.5em; }
.diff .added { background: var(--added); }
.diff .removed { background: var(--removed); }
.diff .hunk { color: var(--quiet); }
`;
