import { ForgeContext } from '../api/ForgeContext';

/**
 * An account as Gitea's API shows it.
 *
 * @internal
 */
export function userAnswer(
  context: ForgeContext,
  user: { id: number; login: string; fullName: string; email: string },
) {
  return {
    id: user.id,
    login: user.login,
    login_name: '',
    source_id: 0,
    full_name: user.fullName,
    email: user.email,
    avatar_url: '',
    html_url: `${context.origin}/${user.login}`,
    language: '',
    is_admin: false,
    active: true,
    prohibit_login: false,
    restricted: false,
    visibility: 'public',
    username: user.login,
  };
}

/**
 * Who did something, by login.
 *
 * @internal
 */
export function loginAnswer(context: ForgeContext, login: string) {
  const account = context.accounts.byLogin(login);
  return account ? userAnswer(context, account) : null;
}

/**
 * Who signed a commit, or null when it is nobody of the forge.
 *
 * @internal
 */
export function emailAnswer(context: ForgeContext, email: string) {
  const account = context.accounts.byEmail(email);
  return account ? userAnswer(context, account) : null;
}
