/**
 * The hardware of vSphere templates, and what Terraform's provider can keep of it.
 *
 * @packageDocumentation
 */
export * from './providerFeatures';
export * from './templateHardware';
export * from './templateProblems';
