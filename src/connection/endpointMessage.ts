import * as vscode from 'vscode'
import { parseHost } from '../engine/endpoint.ts'
import { EndpointError, type EndpointProblem } from '../engine/endpointSyntax.ts'

/** What is wrong with an engine's address, in the person's language; undefined if nothing is. */
export function endpointMessage(host: string): string | undefined {
	try {
		parseHost(host)
		return undefined
	} catch (error) {
		if (error instanceof EndpointError) return messageOf(error.problem)
		throw error
	}
}

function messageOf(problem: EndpointProblem): string {
	switch (problem) {
		case 'shape':
			return vscode.l10n.t('An address looks like unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host.')
		case 'scheme':
			return vscode.l10n.t('There is no such way to an engine: use unix, npipe, tcp or ssh.')
		case 'authority':
			return vscode.l10n.t('A host name and a port are expected: tcp://host:2376.')
		case 'ssh':
			return vscode.l10n.t('This looks like ssh://user@host:port, without a password.')
		case 'dash':
			return vscode.l10n.t('A user’s or host’s name cannot begin with “-”.')
		case 'remoteSocket':
			return vscode.l10n.t('The path of the socket may have letters, digits, “.”, “-” and “/” only.')
		case 'port':
			return vscode.l10n.t('A port is a number from 1 to 65535.')
		case 'socket':
			return vscode.l10n.t('The path must be absolute: begin with “/”.')
		case 'pipe':
			return vscode.l10n.t('A named pipe looks like npipe:////./pipe/docker_engine.')
	}
}
