/** Where engines usually listen, in the order in which they're tried. */
export function wellKnownHosts(from: {
	readonly environment: NodeJS.ProcessEnv
	readonly home: string
	readonly platform: NodeJS.Platform
}): readonly string[] {
	if (from.platform === 'win32') {
		return ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
			(name) => `npipe:////./pipe/${name}`,
		)
	}
	const runtimes = runtimeFolders(from.environment)
	const paths = [
		'/var/run/docker.sock',
		...runtimes.map((folder) => `${folder}/docker.sock`),
		`${from.home}/.docker/run/docker.sock`,
		`${from.home}/.docker/desktop/docker.sock`,
		`${from.home}/.colima/default/docker.sock`,
		`${from.home}/.config/colima/default/docker.sock`,
		`${from.home}/.orbstack/run/docker.sock`,
		`${from.home}/.rd/docker.sock`,
		...runtimes.map((folder) => `${folder}/podman/podman.sock`),
		'/run/podman/podman.sock',
		`${from.home}/.local/share/containers/podman/machine/podman.sock`,
	]
	return [...new Set(paths)].map((path) => `unix://${path}`)
}

function runtimeFolders(environment: NodeJS.ProcessEnv): readonly string[] {
	const user = process.getuid?.()
	return [environment['XDG_RUNTIME_DIR'], user && `/run/user/${user}`].flatMap((folder) => (folder ? [folder] : []))
}
