import type { Endpoint } from '../engine/endpoint.ts'

/** What a person types to start the engine at an endpoint; undefined where that is not done on this machine, or unknown. */
export function startCommand(platform: NodeJS.Platform, endpoint: Endpoint | undefined): string | undefined {
	if (endpoint !== undefined && endpoint.kind !== 'socket') return undefined
	const path = endpoint?.path ?? ''
	if (path.includes('colima/')) return 'colima start'
	const isPodman = path.includes('podman')
	switch (platform) {
		case 'linux': {
			if (path.includes('/.docker/desktop/')) return 'systemctl --user start docker-desktop'
			const scope = path.startsWith('/run/user/') ? 'systemctl --user' : 'sudo systemctl'
			return `${scope} start ${isPodman ? 'podman.socket' : 'docker'}`
		}
		case 'darwin':
			if (isPodman) return 'podman machine start'
			if (path.includes('/.orbstack/')) return 'open -a OrbStack'
			return path.includes('/.rd/') ? 'open -a "Rancher Desktop"' : 'open -a Docker'
		case 'win32':
			return isPodman ? 'podman machine start' : '& "$Env:ProgramFiles\\Docker\\Docker\\Docker Desktop.exe"'
		default:
			return undefined
	}
}
