// A credential store of Docker as a program of Windows: a file for each host beside the program, with what `store` was given.
//
// Reference: https://github.com/docker/docker-credential-helpers#development
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	program, err := os.Executable()
	if err != nil || len(os.Args) != 2 {
		os.Exit(1)
	}
	input, _ := io.ReadAll(os.Stdin)
	file := func(host string) string { return filepath.Join(filepath.Dir(program), strings.TrimSpace(host)+".json") }
	switch os.Args[1] {
	case "store":
		var login struct{ ServerURL string }
		if json.Unmarshal(input, &login) != nil || os.WriteFile(file(login.ServerURL), input, 0o600) != nil {
			os.Exit(1)
		}
	case "get":
		text, err := os.ReadFile(file(string(input)))
		if err != nil {
			fmt.Println("credentials not found in native keychain")
			os.Exit(1)
		}
		os.Stdout.Write(text)
	case "erase":
		os.Remove(file(string(input)))
	case "list":
		fmt.Println("{}")
	}
}
