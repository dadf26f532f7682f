import { escapeXml } from './escapeXml';
import { VimFault } from './VimFault';

const head =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"' +
  ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"' +
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n';
const tail = '\n</soapenv:Body>\n</soapenv:Envelope>';

/** The answer to a call; `content` is the `returnval` element, or nothing. */
export function soapAnswer(operation: string, content: string): string {
  return `${head}<${operation}Response xmlns="urn:vim25">${content}</${operation}Response>${tail}`;
}

/** The answer to a call that failed. */
export function soapFault(fault: VimFault): string {
  return `${head}<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>${escapeXml(
    fault.message,
  )}</faultstring><detail><${fault.fault}Fault xmlns="urn:vim25" xsi:type="${
    fault.fault
  }">${fault.content}</${fault.fault}Fault></detail></soapenv:Fault>${tail}`;
}
