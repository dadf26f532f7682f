/**
 * HTTP to peers: services with an API of their own, and the backends of other plugins.
 *
 * @packageDocumentation
 */

export { NamedPeers } from './peers/NamedPeers';
export {
  PeerHttp,
  type PeerAnswer,
  type PeerCall,
  type PeerHttpOptions,
} from './peers/PeerHttp';
export { PluginHttp, type PluginCall } from './peers/PluginHttp';
