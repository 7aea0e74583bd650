/**
 * Whether a machine can have a file of this name, as it is and where it was meant to be. On Windows `\` leads into another
 * folder, `:` into another stream of a file, a dot or space at the end is dropped, and some names are devices.
 *
 * @param name One step of a path.
 */
export function fitsLocally(name: string, platform: NodeJS.Platform): boolean {
	if (platform !== 'win32') return true
	// oxlint-disable-next-line no-control-regex
	return !/[<>:"/\\|?*\0-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\.|$)/i.test(name)
}

/**
 * Does what makes a file or folder.
 *
 * @returns False where there is one of that name, which names that differ in case only can be on this machine.
 */
export async function madeAnew(make: () => Promise<void>): Promise<boolean> {
	try {
		await make()
		return true
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
		throw error
	}
}
