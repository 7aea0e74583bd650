import type Docker from 'dockerode'

/** Runs a script in a container of busybox that has volumes at `/NAME`; gives what it writes. */
export async function inVolumes(docker: Docker, names: readonly string[], script: string): Promise<string> {
	const container = await docker.createContainer({
		Image: 'busybox',
		Cmd: ['sh', '-ec', script],
		Tty: true,
		NetworkDisabled: true,
		HostConfig: { Mounts: names.map((name) => ({ Type: 'volume', Source: name, Target: `/${name}` })) },
	})
	try {
		await container.start()
		const { StatusCode } = await container.wait()
		const output = (await container.logs({ stdout: true, stderr: true, follow: false })).toString('utf8')
		if (StatusCode !== 0) throw new Error(`The script ended with ${StatusCode}: ${output}`)
		return output.replaceAll('\r\n', '\n')
	} finally {
		await container.remove({ force: true, v: true })
	}
}

/** Fills a volume with all that a copy can get wrong. */
export async function fillOddly(docker: Docker, name: string): Promise<void> {
	await inVolumes(
		docker,
		[name],
		`cd /${name}
		printf 'hello' > plain; chown 1000:2000 plain; chmod 4750 plain
		: > empty
		ln plain hard; mkdir -p deep/er; ln plain deep/er/hard-too
		ln -s plain soft; ln -s /etc/passwd outward; ln -s ../../.. deep/er/up
		mkfifo fifo; mknod null c 1 3
		dd if=/dev/zero of=sparse bs=1 count=1 seek=1048575 2>/dev/null
		dd if=/dev/urandom of=random bs=1k count=700 2>/dev/null
		long=$(printf '%0250d' 0); mkdir $long; mkdir $long/$long; printf long > $long/$long/$long
		n="$(printf 'new\\nline')"; printf n > "$n"
		printf b > "$(printf 'broken-\\377\\376-utf8')"
		printf u > '한글 “이름” .txt'; printf d > '-dash'; printf q > "a'b\\"c"
		mkdir sticky; chmod 1777 sticky; mkdir closed; printf s > closed/secret; chmod 000 closed/secret; chmod 500 closed
		chown 4000000000:4000000001 empty
		touch -d '2001-02-03 04:05:06' plain random deep/er deep closed sticky
		touch -h -d '2002-02-03 04:05:06' soft
		chown 33:44 .; chmod 2751 .; touch -d '2003-02-03 04:05:06' .`,
	)
}

/** All that can be seen of a volume's content from inside: kinds, modes, owners, times, links, hashes. */
export function portrait(docker: Docker, name: string): Promise<string> {
	return inVolumes(
		docker,
		[name],
		`cd /${name}
		find . -print0 | sort -z | xargs -0 stat -c '%N %f %u %g %h %t %T %Y'
		find . -type f -print0 | sort -z | xargs -0 -r sha256sum
		find . -type f -links +1 -print0 | sort -z | xargs -0 -r stat -c '%i' | uniq -c | sed 's/ [0-9]*$//'`,
	)
}
