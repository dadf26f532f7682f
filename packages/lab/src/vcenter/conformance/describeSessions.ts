import { connect } from 'node:tls';
import { once } from 'node:events';
import { child, parseSoapRequest, textOf } from '../soap/SoapElement';
import { VCenterUnderTest } from './VCenterUnderTest';
import {
  serviceInstance,
  sessionManager,
  viewManager,
  VimSession,
} from './VimSession';

/** Who may call, and until when. */
export function describeSessions(target: () => VCenterUnderTest): void {
  describe('sessions', () => {
    let session: VimSession;

    beforeEach(() => {
      session = new VimSession(target());
    });

    afterEach(() => session.close());

    it('has a certificate of its authority, for the name that it is reached by', async () => {
      const { hostname, port } = new URL(target().url);
      const socket = connect({
        host: hostname,
        port: Number(port),
        ca: target().ca,
      });
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      socket.destroy();
    });

    it('says which versions of its API there are', async () => {
      const text = await session.get('/sdk/vimServiceVersions.xml');
      expect(text).toContain('<name>urn:vim25</name>');
      expect(text).toMatch(/<version>\d+\.\d+/);
    });

    it('says where everything is to whom it does not know yet', async () => {
      const content = child(
        await session.call('RetrieveServiceContent', serviceInstance),
        'returnval',
      );
      expect(textOf(child(content, 'about'), 'apiType')).toBe('VirtualCenter');
      expect(textOf(content, 'viewManager')).toBe('ViewManager');
      expect(textOf(content, 'sessionManager')).toBe('SessionManager');
      expect(child(content, 'rootFolder')?.attributes.type).toBe('Folder');
      expect(child(content, 'propertyCollector')?.attributes.type).toBe(
        'PropertyCollector',
      );
    });

    it('refuses a wrong password', async () => {
      await expect(
        session.call(
          'Login',
          sessionManager,
          `<userName>${target().username}</userName><password>wrong</password>`,
        ),
      ).rejects.toMatchObject({ status: 500, fault: 'InvalidLogin' });
    });

    it('answers NotAuthenticated to whom is not logged in', async () => {
      await expect(
        session.call(
          'CreateContainerView',
          viewManager,
          '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive>',
        ),
      ).rejects.toMatchObject({ status: 500, fault: 'NotAuthenticated' });
    });

    it('knows a session by its cookie until it logs out', async () => {
      await session.login();
      const time = textOf(
        await session.call('CurrentTime', serviceInstance),
        'returnval',
      );
      expect(Math.abs(Date.parse(time!) - Date.now())).toBeLessThan(60_000);
      const view = await session.view('VirtualMachine');

      await session.call('Logout', sessionManager);

      await expect(session.view('VirtualMachine')).rejects.toMatchObject({
        fault: 'NotAuthenticated',
      });
      await session.login();
      await expect(
        session.read(VimSession.ofView(view, { VirtualMachine: ['name'] })),
      ).rejects.toMatchObject({ fault: 'ManagedObjectNotFound' });
    });

    it('tells who is logged in', async () => {
      await session.login();
      const [manager] = await session.read(
        VimSession.ofObject(sessionManager, ['currentSession']),
      );
      const current = manager.properties.get('currentSession');
      expect(textOf(current, 'userName')).toBe(target().username);
    });

    it('answers a call of a method that there is not with a fault', async () => {
      await session.login();
      await expect(
        session.call('NoSuchMethod', serviceInstance),
      ).rejects.toMatchObject({ status: 500 });
    });

    it('answers in SOAP', async () => {
      const text = await session.send(
        'RetrieveServiceContent',
        serviceInstance,
      );
      expect(parseSoapRequest(text).name).toBe(
        'RetrieveServiceContentResponse',
      );
    });
  });
}
