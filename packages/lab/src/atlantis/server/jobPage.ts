function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/**
 * The page of a job: its log, live.
 *
 * @internal
 */
export function jobPage(id: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Atlantis job ${escaped(id)}</title>
<style>
body { margin: 0; background: #16191d; color: #e6e6e6; font: 13px/1.5 monospace; }
header { padding: 12px 20px; background: #23272e; }
pre { margin: 0; padding: 16px 20px; white-space: pre-wrap; }
</style>
</head>
<body>
<header>Atlantis of the Backlot lab: job ${escaped(
    id,
  )} <span id="state">Running...</span></header>
<pre id="log"></pre>
<script>
const socket = new WebSocket(location.href.replace(/^http/, 'ws') + '/ws');
socket.binaryType = 'arraybuffer';
const decoder = new TextDecoder();
socket.onmessage = event => {
  const line = decoder.decode(event.data).replace(/\\r/g, '').replace(/\\u001b\\[[0-9;]*m/g, '');
  document.getElementById('log').append(line);
};
socket.onclose = () => { document.getElementById('state').textContent = 'Done'; };
</script>
</body>
</html>
`;
}
