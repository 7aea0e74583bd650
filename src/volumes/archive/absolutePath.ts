import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * A path as a person writes it in a setting: `~` is their home.
 *
 * @param base What a path that is not absolute is relative to.
 * @returns Undefined where it is relative to nothing.
 */
export function absolutePath(path: string, base?: string): string | undefined {
	if (/^~(?:[/\\]|$)/.test(path)) return join(homedir(), path.slice(1))
	if (isAbsolute(path)) return path
	return base === undefined ? undefined : join(base, path)
}
